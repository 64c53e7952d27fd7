export { crdFiles, writeCrds } from './crd-files.js';
