"""The addresses of the rights self-assessment."""

from django.urls import path

from organizations.self_assessment import views

urlpatterns = [
    path("org/self-check/", views.show_self_assessment, name="self_check"),
    path("org/self-check/start/", views.start, name="self_check_start"),
    path("org/self-check/<int:step>/", views.show_step, name="self_check_step"),
    path("org/self-check/<int:step>/file/", views.add_file, name="self_check_add_file"),
    path("org/self-check/file/<str:code>/", views.send_file, name="self_check_file"),
    path("org/self-check/file/<str:code>/out/", views.remove_file, name="self_check_file_out"),
    path("org/self-check/actions/add/", views.add_action, name="self_check_add_action"),
    path(
        "org/self-check/actions/<str:code>/out/", views.remove_action, name="self_check_action_out"
    ),
    path("org/self-check/actions/<str:code>/done/", views.mark_done, name="self_check_action_done"),
    path("org/self-check/finish/", views.finish, name="self_check_finish"),
    path("org/self-check/all/<str:code>/", views.show_all, name="self_check_all"),
]
