"""Forms of the account pages: the library's, in the house's words, and ours."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as factor
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as passkey
from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.accounts.models import User
from maillage.accounts.queries import Choice

LABELS = {
    "login": _("E-mail address"),
    "email": _("E-mail address"),
    "password": _("Password"),
    "password1": _("Password"),
    "oldpassword": _("Present password"),
    "code": _("Code"),
    "remember": _("Stay signed in on this device for fourteen days"),
}
PASSWORD_HELP = _("Twelve characters or more. A sentence that only you know is a good one.")


class InHouseWords:
    """Says every field as the other forms of the platform do: a label, no word inside the box."""

    fields: dict[str, forms.Field]

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = LABELS.get(name, field.label)
            if name in {"password", "oldpassword"}:
                field.help_text = ""
            if name == "password1":
                field.help_text = PASSWORD_HELP
            if name == "code":
                field.widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code"}


class LoginForm(InHouseWords, account.LoginForm):
    pass


class SignupForm(InHouseWords, account.SignupForm):
    pass


class ResetForm(InHouseWords, account.ResetPasswordForm):
    pass


class OnePassword(InHouseWords):
    """A new password is typed once: the box can show it, and a code by e-mail repairs a slip."""

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        del self.fields["password2"]
        self.fields["password1"].label = _("New password")


class NewPasswordForm(OnePassword, account.ResetPasswordKeyForm):
    pass


class ChangePasswordForm(OnePassword, account.ChangePasswordForm):
    pass


class SetPasswordForm(OnePassword, account.SetPasswordForm):
    pass


class NewAddressForm(InHouseWords, account.AddEmailForm):
    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.fields["email"].label = _("New e-mail address")


class OtherAddressForm(InHouseWords, account.ChangeEmailForm):
    pass


class ReauthenticateForm(InHouseWords, account.ReauthenticateForm):
    pass


class RequestCodeForm(InHouseWords, account.RequestLoginCodeForm):
    pass


class SignInCodeForm(InHouseWords, account.ConfirmLoginCodeForm):
    pass


class VerifyCodeForm(InHouseWords, account.ConfirmEmailVerificationCodeForm):
    pass


class ResetCodeForm(InHouseWords, account.ConfirmPasswordResetCodeForm):
    pass


class FactorForm(InHouseWords, factor.AuthenticateForm):
    pass


class FactorAgainForm(InHouseWords, factor.ReauthenticateForm):
    pass


class AddTotpForm(InHouseWords, totp.ActivateTOTPForm):
    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.fields["code"].label = _("Code shown by the application")


class PasskeyName(InHouseWords):
    """Names a passkey after the device that holds it."""

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.fields["name"].label = _("Name of this key")
        self.fields["name"].help_text = _("To tell your keys apart: “Phone”, “Computer at the workshop”.")
        self.fields["name"].required = True


class AddPasskeyForm(PasskeyName, passkey.AddWebAuthnForm):
    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.fields["passwordless"].label = _("Sign in with this key alone")
        self.fields["passwordless"].initial = True
        self.fields["passwordless"].help_text = _(
            "The device then asks for a finger, a face or its code. Untick for a security key that only "
            "comes after the password."
        )


class EditPasskeyForm(PasskeyName, passkey.EditWebAuthnForm):
    pass


class SignupPasskeyForm(PasskeyName, passkey.SignupWebAuthnForm):
    pass


class ProfileForm(forms.Form):
    """What a person says about themselves."""

    full_name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        help_text=_("As the people you work with will read it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("Language of the pages and e-mails"),
        choices=[("fr", "Français"), ("en", "English")],
        widget=forms.RadioSelect,
    )

    def __init__(self, *arguments: Any, user: User, **keywords: Any) -> None:
        keywords["initial"] = {"full_name": user.full_name, "language": user.language}
        super().__init__(*arguments, **keywords)


class NotificationsForm(forms.Form):
    """One tick box per kind of e-mail that can be refused."""

    def __init__(self, *arguments: Any, choices: list[Choice], **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.keys = {}
        for number, choice in enumerate(choice for choice in choices if choice.kind.is_refusable):
            name = f"kind{number}"
            self.keys[name] = choice.kind.key
            self.fields[name] = forms.BooleanField(
                label=str(choice.kind.label),
                help_text=str(choice.kind.description),
                initial=choice.is_wanted,
                required=False,
            )

    def wanted(self) -> dict[str, bool]:
        """Kind to yes or no. For a valid form."""
        return {key: bool(self.cleaned_data[name]) for name, key in self.keys.items()}


class CloseForm(forms.Form):
    """Closing is for ever: it is said twice."""

    understood = forms.BooleanField(label=_("I understand that this cannot be undone."))
