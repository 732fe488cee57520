import type { Puppet } from "../homeserver/lying/puppet.ts";
import type { Content, WireEvent } from "../homeserver/lying/wire.ts";
import type { People, Person } from "./stage.ts";

type SealAs = (puppet: Puppet, type: string, content: Content, place?: string) => Promise<WireEvent>;

/** The people of a ground as those of one stage, where what they encrypt is sealed. */
export function personsOf(puppets: People<Puppet>, sealAs: SealAs): People {
  const person = (puppet: Puppet): Person => ({
    user: puppet.user,
    seal: (type, content, place) => sealAs(puppet, type, content, place),
  });
  return {
    owner: person(puppets.owner),
    reader: person(puppets.reader),
    helper: person(puppets.helper),
    unpinned: person(puppets.unpinned),
    newcomer: person(puppets.newcomer),
    stranger: person(puppets.stranger),
  };
}
