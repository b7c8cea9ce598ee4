"""The addresses of the desk."""

from django.urls import path

from desk import access_views, questions, views

urlpatterns = [
    path("desk/", views.show_queue, name="desk"),
    path("desk/orgs/<str:code>/", views.check_organization, name="desk_org"),
    path("desk/orgs/<str:code>/look/", views.look_at_dns, name="desk_look"),
    path("desk/orgs/<str:code>/end/", views.take_back, name="desk_take_back"),
    path("desk/orgs/<str:code>/proof/<str:kind>/", views.note_proof, name="desk_proof"),
    path("desk/concerns/<str:code>/", views.answer_concern, name="desk_concern"),
    path("desk/concerns/<str:code>/open/", views.take_up_concern, name="desk_concern_open"),
    path("desk/payments/", views.show_payments, name="desk_payments"),
    path("desk/access/", access_views.access, name="desk_access"),
    path("desk/access/<str:code>/", access_views.access_one, name="desk_access_one"),
    path("desk/access/<str:code>/agree/", access_views.access_approve, name="desk_access_agree"),
    path("desk/access/<str:code>/look/", access_views.access_look, name="desk_access_look"),
    path("desk/questions/", questions.show_questions, name="desk_questions"),
    path("desk/questions/draft/", questions.start_draft, name="desk_questions_draft"),
    path("desk/questions/publish/", questions.publish, name="desk_questions_publish"),
    path("desk/questions/version/<int:number>/", questions.preview, name="desk_questions_preview"),
    path("desk/questions/step/<int:step>/add/", questions.add_question, name="desk_question_add"),
    path("desk/questions/<str:code>/", questions.change_question, name="desk_question"),
    path("desk/questions/<str:code>/up/", questions.move_up, name="desk_question_up"),
    path("desk/questions/<str:code>/out/", questions.remove_question, name="desk_question_out"),
    path("desk/tasks/revive/", views.revive_task, name="desk_revive"),
]
