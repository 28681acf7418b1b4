"""Every error and warning that Marsad gives, by code, with its remedy. One table, so that the docs can be complete."""

from __future__ import annotations

from typing import Final

# code: (message template, remedy)
MESSAGES: Final[dict[str, tuple[str, str]]] = {
    # input
    "empty-input": ("The input holds no text.", "Give a file with the report's text."),
    "binary-input": (
        "The input is not text ({detail}).",
        "Give plain text, HTML, JSONL or WARC; convert PDF or Word first.",
    ),
    "not-arabic": ("The text is not Arabic ({detail}).", "Marsad reads Arabic; check the file, or its encoding."),
    "undecodable": (
        "The bytes are in no encoding that Marsad knows ({detail}).",
        "Save the file as UTF-8, or give --encoding.",
    ),
    "too-large": (
        "The input is larger than the limit ({detail}).",
        "Raise the setting max_report_bytes, or split the file.",
    ),
    "no-such-file": ("There is no such file: {detail}.", "Check the path."),
    "unreadable": ("The file cannot be read: {detail}.", "Check its permissions."),
    "unwritable": (
        "The output cannot be written: {detail}.",
        "Check that the folder is there and that you may write in it.",
    ),
    "bad-jsonl": (
        "A line is not a JSON object with a text ({detail}).",
        "Each line needs a JSON object with the field text.",
    ),
    "bad-warc": ("The archive cannot be read ({detail}).", "Check that the file is a WARC, whole and not cut off."),
    "no-text-in-html": (
        "No article text was found in the page.",
        "Give the text itself, or a page that holds an article.",
    ),
    "no-html-reader": ("HTML cannot be read: {detail} is not installed.", "Run pip install 'marsad[html]'."),
    "bad-date": ("The date {detail} is not an ISO date.", "Write it as 2024-08-05."),
    # the web
    "address-refused": (
        "The address is not asked: {detail}.",
        "Give a public http or https address, or set MARSAD_FETCH_PRIVATE=yes for servers of your own.",
    ),
    "fetch-failed": ("Nothing usable came back from {detail}.", "Try again later, or open the address in a browser."),
    "bad-feed": ("The feed cannot be read ({detail}).", "Give the address of an RSS or Atom feed, or an OPML list."),
    # the store
    "no-database": ("There is no database {detail}.", "Check --database, or run marsad ingest to make one."),
    "bad-database": (
        "The database cannot be opened or used ({detail}).",
        "Give the path of a SQLite file, or postgresql://USER@HOST/NAME; check that there is room on the disk.",
    ),
    "newer-database": (
        "The database was made by a later version of Marsad (revision {detail}).",
        "Install that version or a later one.",
    ),
    "no-postgresql-driver": (
        "PostgreSQL cannot be reached: {detail} is not installed.",
        "Run pip install 'marsad[postgres]'.",
    ),
    "bad-query": (
        "The query cannot be read ({detail}).",
        'Write words, "phrases", OR, -not and brackets.',
    ),
    "no-such-search": ("No search is saved as {detail}.", "Run marsad search --list."),
    "no-such-ledger": (
        "There is no ledger {detail}.",
        "Take contacts, relays, threats, demands, commitments, denials or incidents.",
    ),
    "bad-judgement": (
        "The judgement cannot be kept ({detail}).",
        "Name reports' annotations as REPORT#ID, and take a verdict that marsad judge --help lists.",
    ),
    "no-such-judgement": ("There is no judgement {detail}.", "Run marsad judge list."),
    "no-such-report": ("The database has no report {detail}.", "Run marsad search and take an id that it shows."),
    "bad-record": (
        "A line is no record ({detail}).",
        "Give what marsad read --format jsonl prints.",
    ),
    "no-such-happening": (
        "No happening is {detail}.",
        "Run marsad weave, and take an id that it prints, or REPORT_ID#EVENT_ID, or DAY/NAME-NAME.",
    ),
    "reader-died": (
        "The process that read this report died.",
        "Read it by itself with marsad read; if it dies again, report the text to the project.",
    ),
    # the workbench
    "no-front-end": (
        "The front end of the workbench is not built ({detail}).",
        "Run make assets in the source tree, or install Marsad from a wheel.",
    ),
    # exports
    "no-such-format": ("There is no format {detail}.", "Run marsad export --help for the list."),
    "no-extra": ("Parquet cannot be written: {detail} is not installed.", "Run pip install 'marsad[parquet]'."),
    # the workbench
    "no-web": ("The workbench cannot be served: {detail} is not installed.", "Run pip install 'marsad[web]'."),
    "port-taken": ("The port {detail} is in use.", "Give another with --port, or 0 for any that is free."),
    "bad-request": ("The request cannot be read ({detail}).", "See the API's description at /api/v1/openapi.json."),
    "no-such-page": ("There is nothing at {detail}.", "Check the address."),
    "no-such-entity": ("Nobody and nothing is known as {detail}.", "Look for the name on the page of actors."),
    "not-signed-in": ("Nobody is signed in.", "Sign in, or send an API token."),
    "not-allowed": ("This needs the role {detail}.", "Ask an admin of this database."),
    "wrong-password": ("The name or the password is wrong.", "Check both; an admin can set a new password."),
    "bad-password": ("The password cannot be taken ({detail}).", "Choose one of 10 to 200 characters."),
    "bad-account": ("The account cannot be kept so ({detail}).", "Change what is named, and send it again."),
    "no-such-user": ("There is no user {detail}.", "Run marsad users list."),
    "no-such-token": ("There is no token {detail}.", "Look at the page of the account."),
    "no-admin": ("Team mode needs an admin who can sign in.", "Run marsad users add NAME --role admin."),
    "not-loopback": (
        "{detail} can be reached by others, who would all be admins.",
        "Add --team, so that users sign in, or listen on 127.0.0.1.",
    ),
    "too-many-jobs": ("There are {detail} jobs waiting already.", "Wait until some have ended, or stop one."),
    "job-of-files": ("The job {detail} was of files, which are not kept.", "Upload the files again."),
    "no-such-job": ("No job is {detail}.", "See /ingest for the jobs; those long ended are forgotten."),
    "no-such-source": ("Nothing is watched at {detail}.", "See /ingest for what is watched."),
    "too-many-requests": ("Too many requests.", "Wait, and try again."),
    "foreign-request": ("The request was refused: {detail}.", "Open the workbench under its own address."),
    "web-fault": ("The workbench failed ({detail}).", "See the server's log, and report the error to the project."),
    # warnings of reading
    "no-date": (
        "No publication date: dates such as أمس, and who held an office, stay unresolved.",
        "Give --published YYYY-MM-DD.",
    ),
    "damaged-text": ("Some characters could not be decoded ({detail}).", "Get the text anew; it was cut or damaged."),
    "unpaired-quote": ("A quotation mark has no partner; its place was guessed.", "Check the quotation at this place."),
    "stage-failed": (
        "The stage {detail} failed on this report; what it adds is missing.",
        "Report the text to the project.",
    ),
    # agents
    "no-mcp": ("The tools for agents cannot be served: {detail} is not installed.", "Run pip install 'marsad[mcp]'."),
    # knowledge and settings
    "bad-lexicon": ("A lexicon file is wrong: {detail}.", "Run marsad lexicon check and mend the entry named."),
    "bad-setting": ("A setting is wrong: {detail}.", "See docs/settings.md for names and values."),
    "no-such-annotation": ("The record has no {detail}.", "Run marsad read and take an id that it shows."),
    "bad-gold": ("A gold file does not resolve: {detail}.", "Mend the snippet named."),
}


class MarsadError(Exception):
    """An error with a code of `MESSAGES`; ``str()`` gives message and remedy."""

    def __init__(self, code: str, detail: str = "") -> None:
        self.code = code
        self.detail = detail
        message, self.remedy = MESSAGES[code]
        self.message = message.format(detail=detail)
        super().__init__(f"{code}: {self.message} {self.remedy}")


def message(code: str, detail: str = "") -> str:
    """The message of a code, for warnings."""
    return MESSAGES[code][0].format(detail=detail)
