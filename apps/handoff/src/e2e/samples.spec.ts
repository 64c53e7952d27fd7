import { embeddedGround } from './embedded-ground.js';
import { samples } from './samples.suite.js';

samples('embedded', embeddedGround, '127.21');
