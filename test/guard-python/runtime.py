"""Loads and calls a handler as Lambda's runtime for Python does, and writes what it answered."""
import base64
import importlib
import json
import logging
import os
import sys
import time

# what Lambda's runtime has loaded before it loads a handler
import http.client  # noqa: F401
import socket  # noqa: F401
import traceback


class Context:
    aws_request_id = 'r-1'
    function_name = 'f'


def main():
    sys.path.insert(0, os.environ['LAMBDA_TASK_ROOT'])
    logging.getLogger().addHandler(logging.StreamHandler(sys.stderr))
    exec(os.environ.get('BEFORE', ''), {})
    started = time.perf_counter()
    module, name = os.environ['_HANDLER'].rsplit('.', 1)
    handler = getattr(importlib.import_module(module.replace('/', '.')), name)
    answers = []
    for event in json.loads(sys.argv[1]):
        try:
            answers.append({'answer': handler(event, Context())})
        except Exception as error:
            answers.append({'error': type(error).__name__, 'message': str(error), 'trace': ''.join(traceback.format_exception(error))})
    os.write(1, b'ANSWERS ' + base64.b64encode(json.dumps({'answers': answers, 'init': started}).encode()) + b'\n')


main()
