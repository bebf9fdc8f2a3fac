//! One list of a family makes its modules and its rules.

/// Declares the modules of a family's rules, one file each, and `RULES`, in the same order: that of their codes.
macro_rules! rules {
    ($($rule:ident),+ $(,)?) => {
        $(mod $rule;)+

        /// The rules, in the order of the code.
        pub(in crate::rules) const RULES: &[&$crate::rules::Rule] = &[$(&$rule::RULE),+];
    };
}

pub(in crate::rules) use rules;
