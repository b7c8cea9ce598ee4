"""Working as equals: ten short lessons. A lesson whose meaning changes gets the next version."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True)
class Lesson:
    """One lesson: why, what to do, and a short example of how it sounds."""

    slug: str
    title: Words
    why: tuple[Words, ...]
    do: tuple[Words, ...]
    example: Words
    version: int = 1


LESSONS = (
    Lesson(
        "decisions",
        _("Dignity and own decisions"),
        (
            _("Somebody else once decided too much for many of the people you meet here."),
            _("Each choice that you leave to a person gives some of that back."),
            _("A consultant knows best what is safe for them. You do not have to agree with it."),
        ),
        (
            _("Offer choices: the time, the place, the way to join."),
            _("Take the first no as the answer."),
            _("Never decide for somebody “for their own good”."),
        ),
        _("Say: “We can meet by video, by phone, or in writing. What suits you?”"),
    ),
    Lesson(
        "asking",
        _("Asking instead of assuming"),
        (
            _("Two people with the same past need different things."),
            _("A guess about what somebody can bear is still a guess, even a kind one."),
            _("What was fine last month may not be fine today."),
        ),
        (
            _("Ask what the person needs to do the work well. Then arrange it."),
            _("Ask which name and which words the person uses."),
            _("Ask again when something changes: the room, the audience, the plan."),
        ),
        _(
            "Say: “What would make this day work for you?” Do not say: “This may be too much for you.”"
        ),
    ),
    Lesson(
        "no-rescuer",
        _("An expert, not somebody to help"),
        (
            _("You hire an expert. You do not help a person in need."),
            _("Who plays the helper also decides who is weak. That is not an equal start."),
            _("Thanks and loyalty are not part of the fee."),
        ),
        (
            _("Write to a consultant as you write to any other expert."),
            _("Do not offer advice on their life unless they ask for it."),
            _("Do not tell others how your organization changed this person."),
        ),
        _("Say: “Your review found three gaps in our policy.” Do not say: “We gave her a chance.”"),
    ),
    Lesson(
        "expertise",
        _("Expertise, not story"),
        (
            _("You pay for judgment: what works, what harms, what is missing."),
            _("You can get all of that without knowing what happened to the person."),
            _("A story that was told once can't be taken back."),
        ),
        (
            _("Ask about the policy, the training, the plan. Not about the past."),
            _("Keep to the topics that the contract names."),
            _("If somebody chooses to speak about their life, do not ask for more details."),
        ),
        _("Ask: “Where would this form put people off?” Do not ask: “What did they do to you?”"),
    ),
    Lesson(
        "police",
        _("Why police contact can harm"),
        (
            _("Many people were arrested for things they were made to do."),
            _("Meeting an officer can put work, papers, children or safety at risk."),
            _("This is also true for officers who are friendly, and for visits without warning."),
        ),
        (
            _("Say before the work who will be in the room, and who reads the result."),
            _("If that changes, say so at once. The person may leave and is paid."),
            _("Never call the police for somebody without asking them, unless the law makes you."),
            _("Know what you must report by law. Say it before anybody talks."),
        ),
        _("Say: “A prosecutor has asked to join. You can say no, or stop and be paid.”"),
    ),
    Lesson(
        "pay",
        _("Paying well and on time"),
        (
            _("Late pay means late rent. For some people that opens the door to harm."),
            _("The same work has the same price, whoever does it."),
            _("Preparing, travel and the talk afterwards are work too."),
        ),
        (
            _("Pay what you pay other experts for the same work."),
            _("Pay in before the work starts. Approve in days, not in weeks."),
            _("Pay travel and costs ahead, so that nobody lends you money."),
            _("Some people lose benefits when they earn. Let them choose the day and the way."),
        ),
        _("Say: “The money is in. You are paid on Friday.” Do not offer a gift card or exposure."),
    ),
    Lesson(
        "privacy",
        _("Privacy"),
        (
            _("A name, a photo or a date can lead somebody to a person’s door."),
            _("What you know, you can lose, forward, or be made to hand over."),
            _("A yes to one thing is not a yes to the next."),
        ),
        (
            _("Ask only for what the work needs. Keep it only as long as it does."),
            _("Ask before you record, quote, tag or thank somebody in public."),
            _("Use the working name everywhere: in mail, on badges, in calendars."),
            _("When a permission stops, delete what you kept, on the same day if you can."),
        ),
        _("Ask: “May we name you in the report, until June?” And take “no” as it is."),
    ),
    Lesson(
        "language",
        _("Language"),
        (
            _("Words can make a person small, or strange, or only one thing."),
            _("“Survivor” is a word that people choose for themselves. Some do not."),
            _("Hard words keep people out, in every language."),
        ),
        (
            _("Say “consultant”, or the person’s name."),
            _("Leave out pity, shock and heroes. Say what the work is."),
            _("Write short sentences. Pay for a good interpreter if one is wanted."),
        ),
        _(
            "Write: “We look for two experts to review a training.” Leave out: “Lend us your voice.”"
        ),
    ),
    Lesson(
        "no",
        _("Saying no"),
        (
            _("A yes only counts where a no costs nothing."),
            _("For some people, saying no was dangerous. They may say yes to be safe."),
            _("Silence, “maybe” and “I will see” are not a yes."),
        ),
        (
            _("Make it easy to refuse: say what a no changes, and that it changes nothing else."),
            _("Do not ask why. Do not ask twice."),
            _("Plan so that the work goes on if one person stops."),
            _("Learn to say no yourself: to a funder, to the press, to a rushed date."),
        ),
        _("Say: “Thank you for telling us.” Then stop there."),
    ),
    Lesson(
        "mending",
        _("Mending harm"),
        (
            _("You will make mistakes. What you do next decides what they cost."),
            _("A person who complains has taken a risk for your sake."),
            _("Meaning well does not undo what happened."),
        ),
        (
            _("Listen. Do not explain why it was not your fault."),
            _("Ask: “What do you want to happen?” Do that, and say by when."),
            _("Pay for the time that it takes the person."),
            _("Never punish a complaint: not with less work, not with a colder tone."),
            _("Change the rule that let it happen, and tell the person that you did."),
        ),
        _(
            "Say: “We used your photo without asking. It is down since noon. What else do you need?”"
        ),
    ),
)

SLUGS = tuple(lesson.slug for lesson in LESSONS)


def lesson_called(slug: str) -> Lesson | None:
    """Return a lesson by its short name."""
    return next((lesson for lesson in LESSONS if lesson.slug == slug), None)
