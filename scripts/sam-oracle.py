"""Translates SAM templates with aws-sam-translator: one JSON object a line, `{name, template}` or `{name, yaml}`, to `{name, template, output | error}`."""
import copy
import json
import logging
import os
import sys

os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
logging.disable()

from samtranslator.parser.parser import Parser  # noqa: E402
from samtranslator.translator.translator import Translator  # noqa: E402
from samtranslator.yaml_helper import yaml_parse  # noqa: E402

for line in sys.stdin:
    case = json.loads(line)
    answer = {"name": case["name"]}
    try:
        # every SAM resource is JSON: dates and the like of YAML become the texts that they are written as
        template = json.loads(json.dumps(case["template"] if "template" in case else yaml_parse(case["yaml"]), default=str))
        answer["template"] = template
        answer["output"] = Translator({}, Parser()).translate(copy.deepcopy(template), {})
    except Exception as error:  # noqa: BLE001 what the translator refuses never deploys, however it says so
        answer["error"] = f"{type(error).__name__}: {getattr(error, 'message', error)}"
    print(json.dumps(answer, default=str))
