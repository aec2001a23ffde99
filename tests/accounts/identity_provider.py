"""A small OpenID Connect provider on localhost, in the shape of ProConnect: signed user information,
``acr``, the family name under ``usual_name``. Its faults can be set, one by one."""

from __future__ import annotations

import base64
import functools
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT_ID, CLIENT_SECRET = "maillage", "un secret de test"


@functools.cache
def _key(_name: str) -> rsa.RSAPrivateKey:
    """Made once: it takes a while."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider:
    """``claims`` is who signs in; ``faults`` changes what is answered (see ``_Handler``)."""

    def __init__(self) -> None:
        self.key, self.stranger_key = _key("house"), _key("stranger")
        self.claims: dict[str, Any] = {
            "sub": "pc-0001",
            "given_name": "Ana",
            "usual_name": "Verdier",
            "email": "ana.verdier@maillage.example",
            "email_verified": True,
        }
        self.acr = "eidas1"
        self.faults: set[str] = set()
        self.asked: dict[str, str] = {}
        self.token_requests: list[dict[str, str]] = []
        provider = self

        class Handler(_Handler):
            house = provider

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        self.thread.start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def signed(self, claims: dict[str, Any]) -> str:
        now = int(time.time())
        body = {"iss": self.url, "aud": CLIENT_ID, "iat": now, "exp": now + 60, **claims}
        if "other audience" in self.faults:
            body["aud"] = "un-autre-site"
        if "expired" in self.faults:
            body["exp"] = now - 3600
        if "symmetric" in self.faults:
            return jwt.encode(body, CLIENT_ID.ljust(32, "!"), algorithm="HS256", headers={"kid": "k1"})
        key = self.stranger_key if "forged" in self.faults else self.key
        return jwt.encode(body, key, algorithm="RS256", headers={"kid": "k1"})


class _Handler(BaseHTTPRequestHandler):
    house: Provider

    def log_message(self, *_arguments: object) -> None:
        """Silent."""

    def do_GET(self) -> None:
        path, query = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
        house = self.house
        if path == "/.well-known/openid-configuration":
            self._json(
                {
                    "issuer": house.url,
                    "authorization_endpoint": f"{house.url}/authorize",
                    "token_endpoint": f"{house.url}/token",
                    "userinfo_endpoint": f"{house.url}/userinfo",
                    "end_session_endpoint": f"{house.url}/logout",
                    "jwks_uri": f"{house.url}/jwks",
                    "token_endpoint_auth_methods_supported": ["client_secret_post"],
                }
            )
        elif path == "/jwks":
            jwk = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(house.key.public_key()))
            self._json({"keys": [{**jwk, "kid": "k1", "alg": "RS256", "use": "sig"}]})
        elif path == "/authorize":
            house.asked = {name: values[0] for name, values in query.items()}
            back = {"state": house.asked["state"], "code": "code-1"}
            if "refused" in house.faults:
                back = {"state": house.asked["state"], "error": "access_denied"}
            self.send_response(302)
            self.send_header("Location", f"{house.asked['redirect_uri']}?{urlencode(back)}")
            self.end_headers()
        elif path == "/userinfo":
            if self.headers.get("Authorization") != "Bearer jeton":
                self.send_error(401)
                return
            claims = dict(house.claims)
            if "someone else" in house.faults:
                claims["sub"] = "pc-9999"
            if "plain" in house.faults:
                self._json(claims)
            else:
                self._send(house.signed(claims).encode(), "application/jwt; charset=utf-8")
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        house = self.house
        sent = {name: values[0] for name, values in parse_qs(body).items()}
        house.token_requests.append(sent)
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if sent.get("client_secret") != CLIENT_SECRET or challenge != house.asked.get("code_challenge"):
            self.send_error(400)
            return
        identity = {"sub": house.claims["sub"], "nonce": house.asked.get("nonce"), "acr": house.acr}
        if "replayed" in house.faults:
            identity["nonce"] = "celui d’une autre demande"
        answer = {"access_token": "jeton", "token_type": "Bearer", "expires_in": 60}
        if "no id token" not in house.faults:
            answer["id_token"] = house.signed(identity)
        self._json(answer)

    def _json(self, value: object) -> None:
        self._send(json.dumps(value).encode(), "application/json")

    def _send(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
