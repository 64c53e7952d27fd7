import { embeddedGround } from './embedded-ground.js';
import { lifecycle } from './lifecycle.suite.js';

lifecycle('embedded', embeddedGround, '127.21');
