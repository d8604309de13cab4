// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a static method {@code (CaseContext)} that checks one behaviour of the contract. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Behaviour {
    /** Family and number, such as {@code DLR_04}. */
    String id();

    Rule rule();

    /** What a backend does that has it right, in words: a sentence without capital and full stop. */
    String title();

    /** Where the author of a backend that fails should look. */
    String hint();

    /** Whether a backend must or should behave so. */
    Level level() default Level.REQUIRED;

    Capability[] needs() default {};

    /** Whether the behaviour is checked once for each version of TLS; needs {@link Capability#TLS}, then. */
    boolean eachTls() default false;

    /** Whether the behaviour is also checked with a peer whose TLS records arrive one by one. */
    boolean recordByRecord() default false;
}
