import { z } from 'zod'
import { pythonIsThere } from '../python-lookup.ts'

const Fact = z.object({
  fact: z.enum(['python', 'missing', 'looked', 'accepted', 'refused', 'failed', 'unread']),
  words: z.string(),
})

/** What stands behind the mark in a line of the script. */
export function readFact(line: string): z.infer<typeof Fact> {
  return Fact.parse(JSON.parse(line))
}

/**
 * Run by the image's own Python, 2.7 or 3: looks for modules, then starts the main file as the platform does and stops
 * it as soon as it has read its arguments. Each fact is one line of JSON behind a mark that no training code writes.
 *
 * Its arguments: the mark, the main file, a JSON list of module names, then those of the main file.
 */
export const trialScript = `
import json, os, runpy, sys
mark, main, names = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])

def tell(fact, words=''):
    sys.__stdout__.write('\\n' + mark + json.dumps({'fact': fact, 'words': words}) + '\\n')
    sys.__stdout__.flush()
${pythonIsThere}
def end(fact, words=''):
    tell(fact, words)
    sys.stderr.flush()
    os._exit(0)

tell('python', '.'.join(str(part) for part in sys.version_info[:3]))
sys.argv = [main] + sys.argv[4:]
sys.path[0] = os.path.dirname(main)
os.chdir(sys.path[0])
for name in names:
    if not is_there(name):
        tell('missing', name)
tell('looked')

import argparse
depth = [0]

def watch(name):
    original = getattr(argparse.ArgumentParser, name)
    def parse(self, args=None, namespace=None):
        if args is not None and list(args) != sys.argv[1:]:
            return original(self, args, namespace)
        depth[0] += 1
        try:
            read = original(self, args, namespace)
        finally:
            depth[0] -= 1
        if depth[0] == 0:
            end('accepted')
        return read
    setattr(argparse.ArgumentParser, name, parse)

def refuse(self, message):
    end('refused', message)

watch('parse_args')
watch('parse_known_args')
argparse.ArgumentParser.error = refuse
try:
    runpy.run_path(main, run_name='__main__')
except BaseException:
    kind, error = sys.exc_info()[:2]
    end('failed', kind.__name__ + ': ' + str(error))
end('unread')
`
