//! The macro that declares a family's modules and its rules from one list.

/// Declares the modules of a family's rules, one file each, and `RULES`, both in the order of the codes.
macro_rules! rules {
    ($($rule:ident),+ $(,)?) => {
        $(mod $rule;)+

        /// The rules, in the order of the code.
        pub(in crate::rules) const RULES: &[&$crate::rules::Rule] = &[$(&$rule::RULE),+];
    };
}

pub(in crate::rules) use rules;
