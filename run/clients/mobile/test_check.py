"""The checks find their mistakes."""

import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from check import complaints, unions

DOCUMENT = {"components": {"schemas": {"Pet": {"properties": {"name": {}}}}}}


class Planted(unittest.TestCase):
    def found(self, language, path, text):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, path)
            file.parent.mkdir(parents=True)
            file.write_text(text)
            return list(complaints(language, DOCUMENT, Path(folder)))

    def test_a_union_in_the_document_is_found(self):
        schema = {"Pet": {"oneOf": []}, "Age": {"type": ["integer", "string"]}, "Name": {"type": ["string", "null"]}}
        self.assertEqual(unions(schema), ["/Pet/oneOf", "/Age/type"])

    def test_a_model_that_is_not_there_is_found(self):
        self.assertEqual(self.found("kotlin", "elsewhere/Pet.kt", ""), ["kotlin: there is no Pet"])

    def test_a_model_that_nobody_asked_for_is_found(self):
        found = self.found("kotlin", "src/main/kotlin/ogrom/models/PetOrCar.kt", "")
        self.assertEqual(found, ["kotlin: PetOrCar is no model of the document", "kotlin: there is no Pet"])

    def test_kotlin_that_is_wrong_is_found(self):
        path = "src/main/kotlin/ogrom/models/Pet.kt"
        right = '    @SerialName(value = "name")\n    val name: kotlin.String,\n'
        self.assertEqual(self.found("kotlin", path, right), [])
        self.assertEqual(self.found("kotlin", path, "interface Pet {" + right), ["kotlin: Pet is a union"])
        self.assertEqual(self.found("kotlin", path, right.replace("String", "Any")), ["kotlin: Pet is a union"])
        self.assertEqual(self.found("kotlin", path, ""), ["kotlin: Pet has no name"])
        merged = right + right.replace("name", "wheels")
        self.assertEqual(self.found("kotlin", path, merged), ["kotlin: Pet should have no wheels"])

    def test_swift_that_is_wrong_is_found(self):
        path = "Sources/Ogrom/Models/Pet.swift"
        self.assertEqual(self.found("swift", path, "        case name\n"), [])
        self.assertEqual(self.found("swift", path, "    case cat(Cat)\n        case name\n"), ["swift: Pet is a union"])


if __name__ == "__main__":
    unittest.main()
