"""The generated client against a service that really runs: the binary that OGROM names."""

import os
import re
import subprocess
import tempfile
import unittest

from ogrom_client import AuthenticatedClient
from ogrom_client.api.collages import create_collage, delete_collage, get_collage, update_collage
from ogrom_client.api.comments import list_comments
from ogrom_client.api.products import get_product
from ogrom_client.models import Collage, CollageBody, CollageBodyPatch, CollageItemBody, Problem, Product


class Client(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = cls.enterClassContext(tempfile.TemporaryDirectory())
        cls.service = subprocess.Popen(
            [os.environ["OGROM"], "--port", "0"],
            cwd=folder,
            env={"OGROM_TOKENS": "lena=the-token-of-lena"},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        cls.addClassCleanup(cls.stop)
        origin = re.search(r"listens on (http://[^/]+)/", cls.service.stdout.readline())[1]
        cls.client = AuthenticatedClient(base_url=f"{origin}/v1/en-GB", token="the-token-of-lena")

    @classmethod
    def stop(cls):
        cls.service.terminate()
        cls.service.wait()
        cls.service.stdout.close()

    def test_reads(self):
        product = get_product.sync("beanie", client=self.client)
        self.assertIsInstance(product, Product)
        self.assertEqual(product.price.currency, "GBP")
        page = list_comments.sync(client=self.client, language="*", limit=5)
        following = list_comments.sync(client=self.client, language="*", limit=5, cursor=page.next_)
        self.assertEqual(len({comment.id for comment in page.items + following.items}), 10)

    def test_writes(self):
        items = [CollageItemBody(product="linen-tank", x=0.5, y=0.5, size=0.3)]
        made = create_collage.sync_detailed(client=self.client, body=CollageBody(title="One", items=items))
        self.assertIsInstance(made.parsed, Collage)
        identity, tag = made.parsed.id, made.headers["etag"]

        changed = update_collage.sync_detailed(
            identity, client=self.client, if_match=tag, body=CollageBodyPatch(title=None)
        )
        self.assertFalse(changed.parsed.title, "null removes")
        self.assertEqual(changed.parsed.items[0].product.id, "linen-tank")

        late = update_collage.sync(identity, client=self.client, if_match=tag, body=CollageBodyPatch(title="Two"))
        self.assertIsInstance(late, Problem)
        self.assertEqual((late.status, late.type_), (412, "/problems/precondition-failed"))

        delete_collage.sync_detailed(identity, client=self.client, if_match=changed.headers["etag"])
        self.assertEqual(get_collage.sync(identity, client=self.client).status, 410)

    def test_wrong_content_is_a_problem_with_all_that_is_wrong(self):
        items = [CollageItemBody(product="linen-tank", x=2, y=0.5, size=0.3)]
        problem = create_collage.sync(client=self.client, body=CollageBody(title="", items=items))
        self.assertEqual({fault.pointer for fault in problem.errors}, {"/title", "/items/0/x"})


if __name__ == "__main__":
    unittest.main()
