import { request } from 'node:http'

/** Asks the engine past the code under test. */
export function askEngine(method: string, path: string, body?: object): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const call = request(
      { socketPath: '/var/run/docker.sock', method, path, headers: { 'Content-Type': 'application/json' } },
      (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => (text += chunk))
        response.on('end', () => resolve(text === '' ? null : (JSON.parse(text) as unknown)))
        response.on('error', reject)
      },
    )
    call.on('error', reject)
    call.end(body && JSON.stringify(body))
  })
}

/** Ids of images without a name that stand on the given one. */
export async function findDanglingOn(parentId: string): Promise<string[]> {
  const filters = encodeURIComponent(JSON.stringify({ dangling: ['true'] }))
  const images = (await askEngine('GET', `/images/json?filters=${filters}`)) as { Id: string; ParentId: string }[]
  return images.filter((image) => image.ParentId === parentId).map((image) => image.Id)
}

/** Ids of images without a name, whatever they stand on, that carry a label, written `name=value`. */
export async function findUnnamedWithLabel(label: string): Promise<string[]> {
  const filters = encodeURIComponent(JSON.stringify({ dangling: ['true'], label: [label] }))
  const images = (await askEngine('GET', `/images/json?filters=${filters}`)) as { Id: string }[]
  return images.map((image) => image.Id)
}

/** Ids of containers, running or not, whose image or command has the text in it. */
export async function findContainersWith(text: string): Promise<string[]> {
  const containers = (await askEngine('GET', '/containers/json?all=1')) as {
    Id: string
    Image: string
    ImageID: string
    Command: string
  }[]
  const matches = containers.filter((one) => [one.Image, one.ImageID, one.Command].some((part) => part.includes(text)))
  return matches.map((one) => one.Id)
}
