"""Answers each line of the input (one question in JSON) with one line: run beside the TypeScript implementation on the same questions."""
import json
import sys

from zt_guard import events, policy


def answer(question):
    name = question['ask']
    if name == 'mask':
        from zt_guard.masking import mask
        text, kinds = mask(question['text'], frozenset(question['kinds']), frozenset(question['countries']))
        return {'text': text, 'kinds': kinds}
    if name == 'stack':
        from zt_guard.texts import has_stack
        return has_stack(question['text'])
    if name == 'request':
        from zt_guard.requests import inspect_request
        return [{'attack': attack, 'place': place} for attack, place in inspect_request(question['event'])]
    if name == 'message':
        from zt_guard.messages import holds_prototype
        return holds_prototype(question['event'])
    if name == 'policy':
        try:
            read = policy.read_policy(question['environment'])
        except RuntimeError as error:
            return {'error': str(error)}
        return {
            'mode': read.mode, 'hosts': sorted(read.hosts), 'kinds': sorted(read.kinds), 'countries': sorted(read.countries), 'requests': read.requests,
            'blockedRoutes': sorted(read.blocked_routes), 'addons': read.addons, 'programs': read.programs, 'folders': read.folders, 'code': read.code, 'workers': read.workers, 'outside': sorted(read.outside),
        }
    return events.event_line(*question['arguments'])


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))))
