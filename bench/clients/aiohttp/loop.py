"""What most people write first in Python: aiohttp, a semaphore, gather."""

import asyncio
import sys
import time

import aiohttp


def prompts_of(csv: str) -> list[str]:
    with open(csv, encoding="utf-8") as lines:
        next(lines)
        return [f"Answer in one word: {line.rstrip().split(',', 1)[1]}" for line in lines]


async def main(csv: str, address: str, concurrency: int) -> int:
    prompts = prompts_of(csv)
    gate = asyncio.Semaphore(concurrency)
    connector = aiohttp.TCPConnector(limit=concurrency)
    headers = {"Authorization": "Bearer bench"}

    async with aiohttp.ClientSession(connector=connector, headers=headers) as session:

        async def ask(prompt: str) -> bool:
            body = {"model": "bench", "messages": [{"role": "user", "content": prompt}]}
            async with gate, session.post(f"{address}/chat/completions", json=body) as response:
                reply = await response.json()
                return response.status == 200 and bool(reply["choices"][0]["message"]["content"])

        started = time.perf_counter()
        answered = sum(await asyncio.gather(*map(ask, prompts)))
        print(f"answered {answered} seconds {time.perf_counter() - started:.3f}")
    return 0 if answered == len(prompts) else 1


sys.exit(asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3]))))
