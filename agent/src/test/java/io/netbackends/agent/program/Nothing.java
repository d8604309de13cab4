// SPDX-License-Identifier: Apache-2.0
package io.netbackends.agent.program;

/** Does nothing, so that only the agent has effects. */
final class Nothing {
    private Nothing() {}

    public static void main(String[] args) {}
}
