// The built-in validator costs seconds per synth; one suite turns it on again (test/golden).
process.env.CDK_VALIDATION ??= 'false';
