"""What is read in each text that leaves the function."""
from .parts import part


def _loaded():
    return part('masking')


def has_stack(text):
    """Whether a text holds a frame of a stack, with its file and line."""
    return _loaded().STACK_FRAME.test(text) if 'at ' in text or 'line ' in text or 'Traceback' in text else False


def clean(text, policy, without=frozenset()):
    """The text without data of the masked kinds, and the kinds that were in it."""
    kinds = policy.kinds - without
    return _loaded().mask(text, kinds, policy.countries) if kinds else (text, [])


def is_text_type(content_type):
    return _loaded().TEXT_TYPE.test(content_type)
