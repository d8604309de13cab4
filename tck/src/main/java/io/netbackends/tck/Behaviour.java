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

    /** The correct behaviour, as a sentence without capital letter and full stop. */
    String title();

    /** Where the author of a backend that fails should look. */
    String hint();

    /** Whether a backend must or should behave in this way. */
    Level level() default Level.REQUIRED;

    Capability[] needs() default {};

    /** Whether the behaviour is checked once for each version of TLS; needs {@link Capability#TLS}. */
    boolean eachTls() default false;

    /** Whether the behaviour is also checked with a peer whose TLS records arrive one by one. */
    boolean recordByRecord() default false;
}
