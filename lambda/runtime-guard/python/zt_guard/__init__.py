"""RuntimeGuard for Python: the same policy, events, masks and request checks as the guard of Node.js.

AWS_LAMBDA_EXEC_WRAPPER sets _HANDLER to `zt_guard.handler.handler`; the function's own handler is named by ZT_HANDLER.
"""
