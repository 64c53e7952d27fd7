import { describe, expect, it } from '@jest/globals';
import { withoutCredentials } from './git-error.js';

describe('a message about a repository', () => {
  it.each([
    ['https://user:secret@git.example.com/fleet.git', 'https://git.example.com/fleet.git'],
    ['https://token@git.example.com/fleet.git', 'https://git.example.com/fleet.git'],
    ['https://user:sec@ret@git.example.com/fleet.git', 'https://git.example.com/fleet.git'],
    ['ssh://git@git.example.com:2222/fleet.git', 'ssh://git.example.com:2222/fleet.git'],
    [
      'git fetch of https://a:b@one.example.com/x: fatal: unable to access \'https://a:b@one.example.com/x/\': refused',
      'git fetch of https://one.example.com/x: fatal: unable to access \'https://one.example.com/x/\': refused',
    ],
  ])('has no credentials: %#', (said, told) => {
    expect(withoutCredentials(said)).toBe(told);
  });

  it.each(['https://git.example.com/team@home/fleet.git', 'git@git.example.com:fleet.git', 'file:///srv/fleet.git'])('leaves %s as it is', (said) => {
    expect(withoutCredentials(said)).toBe(said);
  });
});
