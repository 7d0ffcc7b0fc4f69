/** Controls that an open incident keeps from passing, by framework. */
export const RESPONSE_CONTROLS: Readonly<Record<string, readonly string[]>> = {
  'hipaa': ['164.308(a)(6)(ii)'],
  'nist-800-53': ['IR-4(1)', 'IR-5'],
  'pci-dss': ['12.10'],
};
