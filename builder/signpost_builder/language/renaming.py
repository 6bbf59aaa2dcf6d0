"""A new id everywhere at once, with what the change costs learners and results, before it happens."""

from collections.abc import Callable, Iterator

from lsprotocol import types

from signpost_builder.language.mentions import Mention
from signpost_builder.language.places import LOCAL, Kind
from signpost_builder.language.view import View
from signpost_builder.schema import ID_HINT, file_name_fault, is_id
from signpost_builder.source.markdown_lines import slug
from signpost_builder.values import frozen

OF_OBJECTIVES = "an objective has no id: questions name it by its number or by its words. Move it in the list, or change the words there"
OF_MODULES: frozenset[Kind] = frozenset({"page", "scenario", "node"})  # their ids begin with the module's
IN_FILE_NAMES: frozenset[Kind] = frozenset({"module", "quiz", "course", "audience", "site"})
COSTS: dict[Kind, str] = {
    "question": "A question under a new id is a new question: its results begin anew, and a survey form that asks it becomes another form.",
    "quiz": "Forms of a survey and places in the learners' state are named after the set: results begin anew, and who is in the middle of the course is asked again.",
    "page": "A learner who is in the middle of the course loses the place on this page.",
    "scenario": "The story's package for H5P sites gets another name: there it is another activity.",
    "module": "Learners lose their places in this module, and platforms take it for a new one.",
    "course": "Platforms take a course under a new id for another course: nobody has begun it yet.",
    "audience": "Editions of this audience get another folder, and their packages are new ones to a platform.",
    "site": "Editions of this site get another folder, and their packages are new ones to a platform.",
}
NOTE = "cost"


class Refused(Exception):
    """Why something cannot be renamed, in a sentence."""


@frozen
class Renaming:
    """`cost`: what learners or results lose by it; empty: nothing."""

    edit: types.WorkspaceEdit
    cost: str


def prepare(view: View, position: types.Position) -> types.PrepareRenamePlaceholder | None:
    """The id under the cursor; None where there is none. Raises Refused for one that cannot be renamed, whatever to."""
    mention = view.at(position)
    if mention is None:
        return None
    _may(view, mention)
    return types.PrepareRenamePlaceholder(view.range(mention), _short(mention))


def rename(view: View, position: types.Position, new: str, client: types.ClientCapabilities) -> Renaming:
    """Every edit that the new id takes. Raises Refused."""
    mention = view.at(position)
    if mention is None:
        raise Refused("nothing here has an id")
    _check(view, mention, new)
    support = client.workspace.workspace_edit if client.workspace else None
    cost = COSTS.get(mention.kind, "")
    annotated = bool(cost and support and support.change_annotation_support)
    edits = list(_text_edits(view, mention, new, NOTE if annotated else ""))
    moves = list(_moves(view, mention, new))
    if moves and not (support and types.ResourceOperationKind.Rename in (support.resource_operations or ())):
        raise Refused(f"this editor cannot rename files: rename '{mention.path.parent}' yourself, and the id in it")
    if not (support and support.document_changes):
        return Renaming(types.WorkspaceEdit(changes={edit.text_document.uri: list(edit.edits) for edit in edits}), cost)  # type: ignore[arg-type]  # no annotations without document changes
    notes = {NOTE: types.ChangeAnnotation(cost, needs_confirmation=True, description=cost)} if annotated else None
    return Renaming(
        types.WorkspaceEdit(document_changes=[*edits, *moves], change_annotations=notes), "" if annotated else cost
    )


def _may(view: View, mention: Mention) -> None:
    if mention.kind == "objective":
        raise Refused(OF_OBJECTIVES)
    if mention.kind == "page" and mention.id.endswith(".start"):
        raise Refused("the opening page is called 'start' in every module; its title is that of the module")
    if not any(each.defines for each in view.of(mention.kind, mention.id)):
        raise Refused(f"'{_short(mention)}' is not defined in this project")


def _check(view: View, mention: Mention, new: str) -> None:
    _may(view, mention)
    if not is_id(new) or (mention.kind == "page" and slug(new) != new):
        raise Refused(f"'{new}' cannot be an id: {ID_HINT}")
    if mention.kind in IN_FILE_NAMES and (fault := file_name_fault(new)):
        raise Refused(f"'{new}' {fault}")
    whole = mention.id[: len(mention.id) - len(_short(mention))] + new
    taken = {id.lower(): id for id in view.defined(mention.kind)}
    if (other := taken.get(whole.lower())) and other != mention.id:
        raise Refused(f"'{other}' is there already")


def _short(mention: Mention) -> str:
    """The part of an id that is typed at a place."""
    return mention.id.rpartition(".")[2] if mention.kind in (*LOCAL, *OF_MODULES) else mention.id


def _text_edits(view: View, mention: Mention, new: str, note: str) -> Iterator[types.TextDocumentEdit]:
    places_of = {each.path: list[Mention]() for each in view.of(mention.kind, mention.id)}
    for each in view.of(mention.kind, mention.id):
        places_of[each.path].append(each)
    make = _annotated(note) if note else types.TextEdit
    for path, places in places_of.items():
        edits = [make(view.range(each), f"{each.before}{new}{each.after}") for each in places]
        identifier = types.OptionalVersionedTextDocumentIdentifier(view.uri_of(path), view.versions.get(path))
        yield types.TextDocumentEdit(identifier, edits)


def _annotated(note: str) -> Callable[[types.Range, str], types.AnnotatedTextEdit]:
    return lambda place, text: types.AnnotatedTextEdit(note, place, text)


def _moves(view: View, mention: Mention, new: str) -> Iterator[types.RenameFile]:
    """Files and folders that have the id for their name; after the edits, which name them by their old addresses."""
    home = next(each.path for each in view.of(mention.kind, mention.id) if each.defines)
    match mention.kind:
        case "quiz":
            yield types.RenameFile(view.uri_of(home), (view.root / home.with_name(f"{new}.yaml")).as_uri())
        case "module" | "course":
            folder = view.root / home.parent
            yield types.RenameFile(folder.as_uri(), folder.with_name(new).as_uri())
