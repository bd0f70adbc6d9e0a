#!/usr/bin/env python3
"""Seconds an epoch takes in PyTorch, for `scripts/verdict bench training`: bench-torch.py THREADS BATCHES

The same network, optimiser and shapes on random indices: Embedding(2000, 128), LSTM(128), Dense(1), minibatches of
32 x 80, Adam. PyTorch's LSTM has no recurrent dropout; inputs are dropped with one mask per sequence. Prints the median
seconds of a minibatch. Debian's PyTorch multiplies with whatever BLAS is installed: without libopenblas0 it is seven times
slower, which is not what to compare with.
"""
import statistics
import sys
import time

import torch

VOCABULARY, SIZE, STEPS, BATCH, WARM_UP = 2000, 128, 80, 32, 10


class ReviewNetwork(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = torch.nn.Embedding(VOCABULARY, SIZE)
        self.lstm = torch.nn.LSTM(SIZE, SIZE, batch_first=True)
        self.dense = torch.nn.Linear(SIZE, 1)

    def forward(self, indices):
        embedded = self.embedding(indices)
        mask = torch.bernoulli(torch.full((indices.shape[0], 1, SIZE), 0.8)) / 0.8
        _, (hidden, _) = self.lstm(embedded * mask)
        return self.dense(hidden[-1])[:, 0]


def main(threads, batches):
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    network = ReviewNetwork()
    optimiser = torch.optim.Adam(network.parameters(), lr=0.001, eps=1e-7)
    loss = torch.nn.BCEWithLogitsLoss()
    seconds = []
    for _ in range(WARM_UP + batches):
        indices = torch.randint(0, VOCABULARY, (BATCH, STEPS))
        labels = torch.randint(0, 2, (BATCH,)).float()
        start = time.perf_counter()
        optimiser.zero_grad()
        loss(network(indices), labels).backward()
        optimiser.step()
        seconds.append(time.perf_counter() - start)
    print(statistics.median(seconds[WARM_UP:]))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
