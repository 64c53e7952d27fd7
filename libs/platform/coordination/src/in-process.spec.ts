import { InProcessCoordination } from './coordination.js';
import { coordinationContract } from './coordination.suite.js';

coordinationContract({
  name: 'InProcessCoordination',
  start: async () => {
    const only = new InProcessCoordination();
    return { replica: () => Promise.resolve(only), [Symbol.asyncDispose]: () => only[Symbol.asyncDispose]() };
  },
});
