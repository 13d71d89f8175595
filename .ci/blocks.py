"""The fenced blocks of our documents: `blocks.py FOLDER DOCUMENT…` writes those in YAML into the folder.

A block that is a file says its name in its first line: `# .gitlab-ci.yml`.
"""

import re
import sys
from pathlib import Path

FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(text):
    """Each block with its language."""
    return [(match[1], match[2]) for match in FENCE.finditer(text.replace("\r\n", "\n"))]


def file_name(block):
    """The file that a block is, if it says so."""
    match = re.match(r"# (\S+\.ya?ml)\n", block)
    return match and match[1]


def main(folder, documents):
    for document in documents:
        for number, (language, block) in enumerate(blocks(Path(document).read_text())):
            name = file_name(block)
            if language == "yaml" and name:
                flat = f"{Path(document).stem}-{number}-{name.replace('/', '_')}"
                (Path(folder) / Path(flat).with_suffix(".yaml")).write_text(block)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
