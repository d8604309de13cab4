// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

/**
 * A block in which interrupts do not end the I/O of a platform thread, as they do not end that of a {@link java.net.Socket}.
 * The interrupt flag is set again when the block ends. Blocks nest; on a virtual thread they do nothing.
 *
 * <p>Code that waits must not rely on the flag alone. It calls {@link #take} when it finds the flag set, and {@link #note}
 * when a wait has ended with an {@link InterruptedException}. If the result is true, interrupts are held, and it continues
 * to wait.
 */
public final class HeldInterrupts implements AutoCloseable {
    /** One for each thread, never removed: a new one for each block would add garbage to each read and write. */
    private static final ThreadLocal<HeldInterrupts> OF_THREAD = new ThreadLocal<>() { // not withInitial: see Timeout
                @Override
                protected HeldInterrupts initialValue() {
                    return new HeldInterrupts();
                }
            };

    /** Until a program uses this class, it costs the other threads nothing. */
    private static volatile boolean used;

    private int depth;
    private boolean noted;

    private HeldInterrupts() {}

    /** Begins a block, which this thread ends by closing it. */
    public static HeldInterrupts hold() {
        HeldInterrupts held = OF_THREAD.get();
        if (!used) {
            used = true;
        }
        held.depth++;
        return held;
    }

    /** {@return whether interrupts must not end the I/O of this thread now} */
    public static boolean areHeld() {
        return used && OF_THREAD.get().isHeld();
    }

    /** Clears the interrupt flag until the block ends; returns false, and leaves the flag, if this thread is in no block. */
    public static boolean take() {
        if (!note()) {
            return false;
        }
        Thread.interrupted(); // set again by close()
        return true;
    }

    /** Remembers an interrupt that a wait has reported until the block ends; returns false if this thread is in no block. */
    public static boolean note() {
        if (!areHeld()) {
            return false;
        }
        OF_THREAD.get().noted = true;
        return true;
    }

    private boolean isHeld() {
        return depth > 0 && !VirtualThreads.isCurrent();
    }

    /** Ends the block; the outermost one sets the interrupt flag if there was an interrupt. */
    @Override
    public void close() {
        if (--depth == 0 && noted) {
            noted = false;
            Thread.currentThread().interrupt();
        }
    }
}
