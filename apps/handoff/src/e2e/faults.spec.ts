import { embeddedGround } from './embedded-ground.js';
import { faults } from './faults.suite.js';

faults('embedded', embeddedGround, '127.21');
