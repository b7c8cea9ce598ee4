"""The addresses of the list of wording."""

from django.urls import path, register_converter
from django.urls.converters import IntConverter

from desk.words import views


class RowConverter(IntConverter):
    """A row's number: no longer than the database can be asked about."""

    regex = "[0-9]{1,18}"


register_converter(RowConverter, "row")

urlpatterns = [
    path("desk/words/", views.show_words, name="desk_words"),
    path("desk/words/new/", views.add_word, name="desk_word_new"),
    path("desk/words/<row:number>/", views.change_word, name="desk_word"),
    path("desk/words/<row:number>/retire/", views.retire_word, name="desk_word_retire"),
]
