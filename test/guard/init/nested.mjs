import './module.mjs';
export const handler = async () => 'never';
