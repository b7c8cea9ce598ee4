"""The addresses of the desk."""

from django.urls import path

from desk.access import views as access
from desk.concerns import views as concerns
from desk.payments import views as payments
from desk.projects import views as projects
from desk.questions import views as questions
from desk.queue import views as queue
from desk.verification import views as verification
from desk.words.urls import urlpatterns as words

urlpatterns = [
    path("desk/", queue.show_queue, name="desk"),
    path("desk/orgs/<str:code>/", verification.check_organization, name="desk_org"),
    path("desk/orgs/<str:code>/look/", verification.look_at_dns, name="desk_look"),
    path("desk/orgs/<str:code>/end/", verification.take_back, name="desk_take_back"),
    path("desk/orgs/<str:code>/proof/<str:kind>/", verification.note_proof, name="desk_proof"),
    path("desk/concerns/<str:code>/", concerns.answer_concern, name="desk_concern"),
    path("desk/concerns/<str:code>/open/", concerns.take_up_concern, name="desk_concern_open"),
    path("desk/projects/<slug:code>/", projects.look_at_project, name="desk_project"),
    path("desk/payments/", payments.show_payments, name="desk_payments"),
    path("desk/access/", access.access, name="desk_access"),
    path("desk/access/<str:code>/", access.access_one, name="desk_access_one"),
    path("desk/access/<str:code>/agree/", access.access_approve, name="desk_access_agree"),
    path("desk/access/<str:code>/look/", access.access_look, name="desk_access_look"),
    path("desk/questions/", questions.show_questions, name="desk_questions"),
    path("desk/questions/draft/", questions.start_draft, name="desk_questions_draft"),
    path("desk/questions/publish/", questions.publish, name="desk_questions_publish"),
    path("desk/questions/version/<int:number>/", questions.preview, name="desk_questions_preview"),
    path("desk/questions/step/<int:step>/add/", questions.add_question, name="desk_question_add"),
    path("desk/questions/<str:code>/", questions.change_question, name="desk_question"),
    path("desk/questions/<str:code>/up/", questions.move_up, name="desk_question_up"),
    path("desk/questions/<str:code>/out/", questions.remove_question, name="desk_question_out"),
    path("desk/tasks/revive/", payments.revive_task, name="desk_revive"),
    *words,
]
