"""Validates OSCAL assessment results by the models of compliance-trestle, and that what they refer to is there.

pip install compliance-trestle==3.12.4 (OSCAL 1.1.3), then: python validate-oscal.py results.json…
"""

import json
import sys
from argparse import Namespace
from pathlib import Path

from trestle.common import const
from trestle.core.validator_factory import validator_factory
from trestle.oscal import OSCAL_VERSION
from trestle.oscal.assessment_results import AssessmentResults

# The parts of the document that others name by UUID.
REFERENCES = ('actor-uuid', 'component-uuid', 'observation-uuid', 'risk-uuid', 'subject-uuid')


def walk(node):
    """Every object of a JSON document."""
    if isinstance(node, dict):
        yield node
    for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from walk(inner)


def dangling(document):
    """References to UUIDs and objectives that nothing in the document has."""
    objects = list(walk(document))
    known = {each['uuid'] for each in objects if 'uuid' in each}
    objectives = {part['id'] for each in objects for part in each.get('parts', ()) if 'id' in part}
    for each in objects:
        yield from (each[key] for key in REFERENCES if key in each and each[key] not in known)
        yield from (each[key] for key in ('target-id', 'objective-id') if key in each and each[key] not in objectives)
        href = each.get('href', '')
        if href.startswith('#') and href[1:] not in known:
            yield href


def validate(path):
    """Nothing, or an exception that says what is wrong."""
    results = AssessmentResults.oscal_read(path)  # raises for what the schema does not allow
    if results is None:
        raise ValueError('there is no such file')
    if not validator_factory.get(Namespace(mode=const.VAL_MODE_ALL)).model_is_valid(results, quiet=False, trestle_root=path.parent):
        raise ValueError('compliance-trestle finds it invalid')
    document = json.loads(path.read_text('utf-8'))
    version = document['assessment-results']['metadata']['oscal-version']
    if version != OSCAL_VERSION:
        raise ValueError(f'it is of OSCAL {version}, and compliance-trestle of {OSCAL_VERSION}')
    lost = sorted(set(dangling(document)))
    if lost:
        raise ValueError(f'nothing in it has {", ".join(lost[:5])}')
    result = document['assessment-results']['results'][0]
    print(f'{path}: valid OSCAL {version}, ' + ', '.join(f'{len(result.get(key, []))} {key}' for key in ('observations', 'risks', 'findings')))


for name in sys.argv[1:]:
    try:
        validate(Path(name))
    except Exception as error:
        sys.exit(f'{name}: ' + '\n'.join(str(error).splitlines()[:20]))
