"""A person in front of the sign-in pages: reads the forms, presses buttons by their text, follows redirects.

As a program (`python browser.py URL`) it is the browser that a client opens: it signs in as the account in
INTEROP_ACCOUNT and accepts.
"""

import html.parser
import os
import ssl
import sys
import urllib.error
import urllib.parse
import urllib.request


class Form:
    def __init__(self, action: str):
        self.action, self.fields, self.buttons = action, {}, []


class Page(html.parser.HTMLParser):
    """The forms and the text of a page."""

    def __init__(self, address: str, text: str):
        super().__init__()
        self.address, self.source, self.forms, self.text = address, text, [], ""
        self._button = None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        has = dict(attrs)
        if tag == "form":
            self.forms.append(Form(urllib.parse.urljoin(self.address, has.get("action") or self.address)))
        elif tag == "input" and self.forms and has.get("type") != "checkbox":
            self.forms[-1].fields[has.get("name")] = has.get("value") or ""
        elif tag == "button" and self.forms:
            self._button = [has.get("name"), has.get("value"), ""]
            self.forms[-1].buttons.append(self._button)

    def handle_endtag(self, tag):
        if tag == "button":
            self._button = None

    def handle_data(self, data):
        self.text += data
        if self._button is not None:
            self._button[2] += data


class Redirected(Exception):
    """The page sent the browser to the client's own address."""

    def __init__(self, address: str):
        super().__init__(address)
        self.address = address
        self.query = {name: value for name, (value, *_) in urllib.parse.parse_qs(urllib.parse.urlsplit(address).query).items()}


class Browser(urllib.request.HTTPRedirectHandler):
    """Stops at redirects and says where they lead."""

    def __init__(self):
        context = ssl.create_default_context(cafile=os.environ["SSL_CERT_FILE"])
        self.opener = urllib.request.build_opener(
            self, urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context)
        )

    def redirect_request(self, request, file, code, message, headers, address):
        raise Redirected(address)

    def open(self, address: str, fields=None) -> Page:
        data = None if fields is None else urllib.parse.urlencode(fields).encode()
        try:
            answer = self.opener.open(address, data, timeout=30)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            return Page(address, answer.read().decode())

    def press(self, page: Page, text: str) -> Page:
        """Presses the first button whose text has these words."""
        for form in page.forms:
            for name, value, shown in form.buttons:
                if text in shown:
                    return self.open(form.action, {**form.fields, **({name: value} if name else {})})
        raise AssertionError(f"no button '{text}' on: {page.text}")

    def sign_in(self, address: str, account: str) -> Page:
        """Through account and consent to wherever that leads; a redirect is raised."""
        page = self.press(self.open(address), account)
        return self.press(page, "Accept") if "Permissions requested" in page.text else page


if __name__ == "__main__":
    browser = Browser()
    last = browser.sign_in(sys.argv[1], os.environ["INTEROP_ACCOUNT"])
    browser.press(last, "Continue")
