"""The page on which a pack is edited, as a web application: what may be asked of it, and what it answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from markupsafe import escape
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from checks.pack.load import FILES, load_pack
from checks.pack.model import Policy
from checks.pack.shipped import find_packs, library_packs
from checks.pack.yaml_file import PackFault
from docs_check.exits import WrongUse
from docs_check.policy.draft.write import KindDraft, kind_of
from docs_check.policy.editor.edits import Role, Said, adding, bare, saying
from docs_check.policy.editor.forms import FormFile
from docs_check.policy.editor.pack_files import Edit, PackFiles
from docs_check.policy.editor.words import NEEDS_KEY, NEEDS_PARTY, NO_SUCH, ROLES, TYPES, WORDS
from docs_check.reports.html.environment import environment
from docs_check.review.gate import Gate
from docs_check.review.images import Images
from docs_check.review.requests import body_of, common_files, page_of
from extractor.forms import FieldSpec

_HERE = Path(__file__).parent
_MOST_BYTES = 4_000_000  # of a request: the largest shipped pack has 40 kB, and a city's list of names may be long


class EditorAnswers:
    def __init__(self, files: PackFiles, forms: Sequence[FormFile], images: Images, language: str) -> None:
        self._images = images
        self._files = files
        self._forms = forms
        self._language = language
        self._known = _known_fields(files.folder)
        self._environment = environment(_HERE / "pages", language)

    def index(self, request: Request) -> Response:
        policy, faults = self._files.policy()
        number = request.query_params.get("form", "")
        at = int(number) if number.isdecimal() and int(number[:6]) < len(self._forms) else 0
        form = self._forms[at] if self._forms else None
        text = self._environment.get_template("edit.html").render(
            w=WORDS,
            language=self._language,
            roles=ROLES,
            types=TYPES,
            policy=policy,
            faults=[self._fault(one) for one in faults],
            folder=self._files.folder.name,
            stamp=self._files.stamp,
            can_undo=self._files.can_undo,
            texts={name: escape(text) for name, text in self._files.texts().items()},
            forms=[one.path.name for one in self._forms],
            at=at,
            form=form,
            pages=form.pages(policy, self._known) if form else (),
            Role=Role,
        )
        return page_of(text)

    def image(self, request: Request) -> Response:
        image = self._images.get(request.path_params["sha256"], request.path_params["page"])
        if image is None:
            return Response("", 404, headers={"cache-control": "no-store"})
        return Response(image, media_type="image/webp", headers={"cache-control": "private, max-age=3600"})

    async def change(self, request: Request) -> Response:
        body = await body_of(request)
        return await run_in_threadpool(self._change, request.path_params["what"], body)

    def _change(self, what: str, body: Mapping[str, Any]) -> Response:
        stamp, asked = str(body.get("stamp", "")), list[str]()
        try:
            match what:
                case "say":
                    faults = self._files.change(stamp, self._said(body))
                case "kind":
                    made = self._as_kind(body)
                    asked = made.questions
                    faults = self._files.change(stamp, adding(made.kinds, made.parties))
                case "undo":
                    faults = self._files.undo(stamp)
                case "texts":
                    texts = body.get("texts")
                    given = texts if isinstance(texts, dict) else {}
                    faults = self._files.save(stamp, {name: str(given[name]) for name in FILES if name in given})
                case _:
                    return Response("", 404)
        except WrongUse as error:
            return JSONResponse({"error": error.words.in_language(self._language)}, 409)
        said = {"faults": [self._fault(one) for one in faults], "asked": asked}
        return JSONResponse(said, 422 if faults else 200)

    def _policy(self) -> Policy:
        policy, _ = self._files.policy()
        if policy is None:
            raise WrongUse(WORDS["broken"])
        return policy

    def _said(self, body: Mapping[str, Any]) -> Mapping[str, Edit]:
        """Raises `WrongUse` for what no pack can say."""
        policy, kind = self._policy(), str(body.get("kind", ""))
        if kind not in policy.kinds:
            raise WrongUse(NO_SUCH)
        text = {name: str(body.get(name, "")).strip() for name in ("key", "type", "name", "unit", "party", "date")}
        role = Role(str(body.get("role"))) if body.get("role") in list(Role) else Role.NONE
        if role in (Role.FIELD, Role.ROW, Role.SLOT) and not text["key"].isidentifier():
            raise WrongUse(NEEDS_KEY)
        if role is Role.SLOT and text["party"] not in policy.parties:
            raise WrongUse(NEEDS_PARTY)
        spec = policy.kinds[kind]
        part = {Role.FIELD: spec.fields, Role.ROW: spec.rows, Role.SLOT: spec.slots}.get(role, {})
        others = part[text["key"]].labels if text["key"] in part else ()
        label = bare(str(body.get("label", "")))
        return saying(kind, Said(role, label, **text, required=body.get("required") is True, others=others))

    def _as_kind(self, body: Mapping[str, Any]) -> KindDraft:
        number, policy = body.get("form"), self._policy()
        if not isinstance(number, int) or not 0 <= number < len(self._forms):
            raise WrongUse(NO_SUCH)
        return kind_of(self._forms[number].blank, policy.applicants, policy.kinds)

    def _fault(self, fault: PackFault) -> dict[str, Any]:
        wrong, expected, remedy = (
            part.in_language(self._language) for part in (fault.wrong, fault.expected, fault.remedy)
        )
        return {"file": fault.file.name, "line": fault.line or 0, "said": f"{wrong}{expected}{remedy}"}


def create(
    files: PackFiles,
    forms: Sequence[FormFile],
    images: Images,
    language: str,
    hosts: Iterable[str],
    token: str | None,
) -> Starlette:
    """`images`: the pages of `forms`."""
    answers = EditorAnswers(files, forms, images, language)
    return Starlette(
        routes=[
            Route("/", answers.index),
            Route("/page/{sha256:str}/{page:int}.webp", answers.image),
            Route("/{what:str}", answers.change, methods=["POST"]),
            Mount("/static", StaticFiles(directory=_HERE / "static")),
            common_files(),
        ],
        middleware=[Middleware(Gate, hosts=frozenset(hosts), token=token, most=lambda path: _MOST_BYTES)],
    )


def _known_fields(but: Path) -> Mapping[str, FieldSpec]:
    """Of the shipped packs, by label: what a form calls something is most often called so elsewhere."""
    packs = [path for path in {**library_packs(), **find_packs()}.values() if path.resolve() != but.resolve()]
    return {
        bare(label): spec
        for path in packs
        for kind in load_pack(path).kinds.values()
        for spec in (*kind.rows.values(), *kind.fields.values())
        for label in spec.labels
    }
