#!/usr/bin/env python3
"""The citizens' page as a browser gets it: well-formed, nothing from elsewhere, readable and reachable for everybody.

  web_pages.py --center ssc-center
"""
import argparse
import html.parser
import re
import sys
import unittest

import world

PROGRAM = None
VOID = {"meta", "link", "img", "input", "br"}
PATHS = ("/web", "/web/check", "/web/check?q=SSV1.x", "/web/nothing", "/web/authorize?clientId=nobody", "/web/login")
LEAST_CONTRAST = 4.5


class Reader(html.parser.HTMLParser):
    """Elements with their attributes and text; fails where tags do not close in order."""

    def __init__(self, text):
        super().__init__()
        self.open, self.elements, self.text = [], [], ""
        self.feed(text)
        self.close()
        if self.open:
            raise AssertionError(f"not closed: {self.open}")

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes), tuple(self.open)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            raise AssertionError(f"</{tag}> closes something else")

    def handle_data(self, data):
        self.text += data

    def named(self, *tags):
        return [(attributes, within) for tag, attributes, within in self.elements if tag in tags]


def luminance(colour):
    def part(value):
        value /= 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
    red, green, blue = (part(int(colour[place:place + 2], 16)) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """WCAG 2.1 §1.4.3."""
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def rules_of(css):
    """Selector -> declarations."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    return {selector.strip(): dict(re.findall(r"([\w-]+):\s*([^;]+);", body))
            for group, body in re.findall(r"([^{}]+)\{([^}]*)\}", css) for selector in group.split(",")}


class Pages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.center = cls.enterClassContext(world.Center(PROGRAM))
        cookie = cls.center.open("/web/login", method="POST").headers["Set-Cookie"].split(";")[0]
        cls.pages = {}
        for path in PATHS:
            for language in ("zh-CN", "en"):
                asked = path if language == "zh-CN" else path + ("&" if "?" in path else "?") + "lang=en"
                answer = cls.center.open(asked, headers={"Cookie": cookie})
                cls.pages[path, language] = (answer, Reader(answer.text))

    def each(self):
        for (path, language), (answer, page) in self.pages.items():
            with self.subTest(path=path, language=language):
                yield path, language, answer, page

    def test_every_page_names_its_language_its_title_and_one_heading(self):
        for _, language, _, page in self.each():
            self.assertEqual(page.named("html")[0][0]["lang"], language)
            self.assertEqual(len(page.named("h1")), 1)
            self.assertEqual(len(page.named("main")), 1)
            self.assertEqual(len(page.named("title")), 1)

    def test_every_page_says_that_it_is_simulated(self):
        for _, _, _, page in self.each():
            self.assertIn("模拟 SIMULATED", page.text)

    def test_nothing_comes_from_elsewhere_and_nothing_is_inline(self):
        for _, _, answer, page in self.each():
            self.assertTrue(answer.headers["Content-Security-Policy"].startswith("default-src 'none'"))
            for tag, attributes, _ in page.elements:
                self.assertFalse([name for name in attributes if name == "style" or name.startswith("on")], tag)
                for name in ("src", "href", "action"):
                    self.assertTrue(attributes.get(name, "/").startswith(("/web", "#", "/")), attributes)
                    self.assertFalse(attributes.get(name, "/").startswith("//"), attributes)
                if tag == "script":
                    self.assertIn("src", attributes)
                self.assertNotEqual(tag, "style")

    def test_every_picture_has_words_and_every_field_a_label(self):
        for _, _, _, page in self.each():
            for attributes, _ in page.named("img"):
                self.assertTrue(attributes["alt"])
            for attributes, within in page.named("input"):
                self.assertTrue(attributes["type"] == "hidden" or "label" in within, attributes)

    def test_the_sign_in_page_works_with_and_without_its_script(self):
        _, page = self.pages["/web/login", "en"]
        self.assertEqual(len(page.named("script")), 1)
        self.assertTrue([within for attributes, within in page.named("meta")
                         if attributes.get("http-equiv") == "refresh" and "noscript" in within])
        self.assertEqual(len(page.named("img")), 1)

    def test_the_check_page_needs_no_script(self):
        _, page = self.pages["/web/check", "en"]
        self.assertEqual(page.named("script"), [])

    def test_a_page_leads_to_itself_in_the_other_language(self):
        for path, _, _, page in self.each():
            leads = [attributes["href"] for attributes, _ in page.named("a") if "hreflang" in attributes]
            self.assertEqual(len(leads), 1)
            self.assertTrue(leads[0].startswith(path.split("?")[0]), leads)


class Sizes(unittest.TestCase):
    """What the style sheet promises: 18 pt, 60 px, contrast 4.5 : 1, line height 1.3."""

    @classmethod
    def setUpClass(cls):
        center = cls.enterClassContext(world.Center(PROGRAM))
        cls.rules = rules_of(center.open("/web/assets/page.css").text)

    def test_text_is_large_and_has_air(self):
        size, height = re.match(r"(\d+)pt/([\d.]+)", self.rules["body"]["font"]).groups()
        self.assertGreaterEqual(int(size), 18)
        self.assertGreaterEqual(float(height), 1.3)
        for selector, rule in self.rules.items():
            size = re.fullmatch(r"([\d.]+)(em|rem)", rule.get("font-size", "1em"))
            self.assertGreaterEqual(float(size[1]), 1.0, selector)

    def test_what_is_touched_is_large(self):
        for selector in (".button", "button", 'input[type="text"]', "label.choice", "header.site a"):
            self.assertGreaterEqual(int(self.rules[selector]["min-height"].removesuffix("px")), 60, selector)

    def test_contrast_is_sufficient_everywhere(self):
        page = self.rules["body"]
        seen = 0
        for selector, rule in self.rules.items():
            colour = rule.get("color", page["color"])
            ground = rule.get("background", page["background"])
            if "color" in rule or "background" in rule:
                self.assertGreaterEqual(contrast(colour, ground), LEAST_CONTRAST, selector)
                seen += 1
        self.assertGreater(seen, 6)

    def test_the_measure_of_contrast_is_right(self):
        self.assertAlmostEqual(contrast("#000000", "#ffffff"), 21.0)
        self.assertLess(contrast("#999999", "#ffffff"), LEAST_CONTRAST)


def main():
    global PROGRAM
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--center", required=True)
    options, rest = parser.parse_known_args()
    PROGRAM = options.center
    return unittest.main(argv=[sys.argv[0], *rest], exit=False).result.wasSuccessful()


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
