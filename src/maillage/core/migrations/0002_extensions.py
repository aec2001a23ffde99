"""The extensions that the platform rests on, and the French text search that forgives accents.

All three are "trusted": the owner of the database may create them. Elsewhere the operator creates
them once, before the first ``maillage setup``.

Search on ``f_unaccent(text)`` on both sides, not on the text itself: it also straightens typographic
apostrophes. Unaccenting comes before the stem, so "créé" and "créées" keep two stems.
"""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension, UnaccentExtension
from django.db import migrations

# unaccent() is only STABLE, because its dictionary could change: an index needs a function that
# names its dictionary and promises. It knows ’ « œ but neither non-breaking space, which
# a parser under the C character type would glue to the word before.
F_UNACCENT = r"""
DO $do$
DECLARE
    home text := (
        SELECT quote_ident(n.nspname) FROM pg_extension e
        JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'unaccent'
    );
BEGIN
    EXECUTE format($sql$
        CREATE OR REPLACE FUNCTION f_unaccent(text) RETURNS text
        LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
        RETURN %1$s.unaccent(
            '%1$s.unaccent'::regdictionary, pg_catalog.translate($1, U&'\00A0\202F\2009', '   ')
        )
    $sql$, home);
END
$do$;
"""

SEARCH_CONFIGURATION = """
CREATE TEXT SEARCH CONFIGURATION maillage_fr (COPY = pg_catalog.french);
ALTER TEXT SEARCH CONFIGURATION maillage_fr
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, french_stem;
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        BtreeGistExtension(),
        TrigramExtension(),
        UnaccentExtension(),
        migrations.RunSQL(F_UNACCENT, "DROP FUNCTION IF EXISTS f_unaccent(text)"),
        migrations.RunSQL(SEARCH_CONFIGURATION, "DROP TEXT SEARCH CONFIGURATION IF EXISTS maillage_fr"),
    ]
