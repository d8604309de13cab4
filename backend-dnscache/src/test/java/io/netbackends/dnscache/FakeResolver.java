// SPDX-License-Identifier: Apache-2.0
package io.netbackends.dnscache;

import io.netbackends.HostResolver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;

/** A resolver with predefined answers for successive lookups; it waits if there is no answer. */
final class FakeResolver implements HostResolver {
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private final List<String> lookedUp = new CopyOnWriteArrayList<>();
    private final Semaphore begun = new Semaphore(0);

    /** The outcome of a lookup. */
    private interface Answer {
        List<InetAddress> give() throws IOException;
    }

    static List<InetAddress> addresses(String... digits) {
        List<InetAddress> addresses = new ArrayList<>();
        for (String address : digits) {
            try {
                addresses.add(InetAddress.getByName(address));
            } catch (UnknownHostException e) {
                throw new AssertionError(e);
            }
        }
        return addresses;
    }

    FakeResolver answer(String... digits) {
        List<InetAddress> addresses = addresses(digits);
        answers.add(() -> addresses);
        return this;
    }

    FakeResolver fail(IOException failure) {
        answers.add(() -> {
            throw failure;
        });
        return this;
    }

    FakeResolver fail(RuntimeException defect) {
        answers.add(() -> {
            throw defect;
        });
        return this;
    }

    List<String> lookedUp() {
        return lookedUp;
    }

    void awaitLookup() {
        begun.acquireUninterruptibly();
    }

    @Override
    public List<InetAddress> resolve(String host) throws IOException {
        lookedUp.add(host);
        begun.release();
        try {
            return answers.take().give();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
