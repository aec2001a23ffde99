"""Writing questionnaires."""

from __future__ import annotations

from django.urls import URLPattern, path

from maillage.questionnaires.views import builder, question, rule, version

PATTERNS: list[URLPattern] = [
    path("", builder.questionnaires, name="questionnaires"),
    path("nouveau/", builder.create, name="create"),
    path("<int:pk>/", builder.builder, name="builder"),
    path("<int:pk>/titre/", builder.rename, name="rename"),
    path("<int:pk>/brouillon/", builder.start_draft, name="start_draft"),
    path("<int:pk>/presences/", builder.others, name="others"),
    path("<int:pk>/sections/nouvelle/", builder.add_section, name="add_section"),
    path("<int:pk>/sections/<str:section>/", builder.section, name="section"),
    path("<int:pk>/sections/<str:section>/deplacer/", builder.section_do, name="section_do"),
    path("<int:pk>/sections/<str:section>/supprimer/", builder.remove_section, name="remove_section"),
    path("<int:pk>/sections/<str:section>/regle/", rule.section_rule, name="section_rule"),
    path("<int:pk>/sections/<str:section>/question/", question.add, name="add_question"),
    path("<int:pk>/questions/<str:question>/", question.question, name="question"),
    path("<int:pk>/questions/<str:question>/geste/", builder.question_do, name="question_do"),
    path("<int:pk>/questions/<str:question>/supprimer/", builder.remove_question, name="remove_question"),
    path(
        "<int:pk>/questions/<str:question>/regles/<str:place>/<int:index>/",
        rule.question_rule,
        name="question_rule",
    ),
    path("<int:pk>/versions/", version.versions_list, name="versions"),
    path("<int:pk>/versions/<int:number>/", version.version, name="version"),
    path("<int:pk>/versions/<int:number>/schema.json", version.schema_file, name="schema"),
    path("<int:pk>/versions/<int:number>/codebook.csv", version.codebook_file, name="codebook"),
    path("<int:pk>/publier/", version.publish, name="publish"),
    path("<int:pk>/apercu/", version.preview, name="preview"),
    path("<int:pk>/remettre/<int:event>/", builder.put_back, name="put_back"),
]
