export { blockAddress } from './block-address';
export { coordinate } from './coordinate';
export { cutOffUser } from './cut-off-user';
export { decide } from './decide';
export { intake } from './intake';
export { isolateFunction } from './isolate-function';
export { notify } from './notify';
