//! The tag tree: what each run means, in reading order, free of any PDF library.

/// A node of the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct NodeId(u32);

/// A leaf of the tree: a place that runs of any page may belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LeafId(u32);

/// What a node is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TagRole {
    /// The root, and groups without a meaning of their own.
    Division,
    /// A part of the agreement.
    Part,
    /// A schedule, clause or section.
    Section,
    /// The title on the cover.
    Title,
    /// A heading with its level and words.
    Heading(u8, String),
    /// A paragraph.
    Paragraph,
    /// A list whose items lie this deep.
    List(u8),
    /// A list item.
    Item,
    /// Its number.
    Label,
    /// Its text.
    Body,
    /// A contents list.
    Contents,
    /// A line of it.
    Entry,
    /// What a line of it refers to.
    Reference,
    /// A link.
    Link,
    /// A table.
    Table,
    /// Its header rows.
    TableHead,
    /// Its other rows.
    TableBody,
    /// A row.
    Row,
    /// A cell that heads a column.
    ColumnHeading,
    /// A cell that heads a row.
    RowHeading,
    /// Any other cell.
    Cell,
}

/// Child of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Child {
    /// A node.
    Node(NodeId),
    /// A leaf.
    Leaf(LeafId),
}

/// The tree. Node 0 is the root.
#[derive(Debug, Clone)]
pub struct Tags {
    nodes: Vec<(TagRole, Vec<Child>)>,
    leaves: u32,
}

impl Default for Tags {
    fn default() -> Self {
        Self { nodes: vec![(TagRole::Division, Vec::new())], leaves: 0 }
    }
}

impl Tags {
    /// The root.
    pub const ROOT: NodeId = NodeId(0);

    /// Adds a node after the children that `parent` has.
    pub fn node(&mut self, parent: NodeId, role: TagRole) -> NodeId {
        let id = NodeId(self.nodes.len() as u32);
        self.nodes.push((role, Vec::new()));
        self.adopt(parent, Child::Node(id));
        id
    }

    /// Adds a leaf after the children that `parent` has.
    pub fn leaf(&mut self, parent: NodeId) -> LeafId {
        let id = LeafId(self.leaves);
        self.leaves += 1;
        self.adopt(parent, Child::Leaf(id));
        id
    }

    /// Role and children of a node.
    #[must_use]
    pub fn get(&self, id: NodeId) -> Option<(&TagRole, &[Child])> {
        self.nodes.get(id.0 as usize).map(|(role, children)| (role, children.as_slice()))
    }

    /// Number of leaves.
    #[must_use]
    pub fn leaves(&self) -> usize {
        self.leaves as usize
    }

    fn adopt(&mut self, parent: NodeId, child: Child) {
        if let Some((_, children)) = self.nodes.get_mut(parent.0 as usize) {
            children.push(child);
        }
    }
}

impl LeafId {
    /// Position among the leaves.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}
