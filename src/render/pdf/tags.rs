//! The tag tree: the meaning of each run, in reading order, without any PDF library.

use std::collections::HashMap;

/// A node of the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u32);

/// A leaf of the tree: a place that runs of any page may belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LeafId(u32);

/// The meaning of a node, close to PDF's structure types.
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
    /// A paragraph outside a list.
    Paragraph,
    /// A list whose items lie this deep.
    List(u8),
    /// An item of a list.
    Item,
    /// The number of an item.
    Label,
    /// The text of an item.
    Body,
    /// The list of the table of contents.
    Contents,
    /// A line of the table of contents.
    Entry,
    /// The target that a line of the contents refers to.
    Reference,
    /// A link inside the paper.
    Link,
    /// A table of rows.
    Table,
    /// The header rows of a table.
    TableHead,
    /// The rows of a table below its header.
    TableBody,
    /// A row of cells.
    Row,
    /// A cell that heads a column.
    ColumnHeading,
    /// A cell that heads a row.
    RowHeading,
    /// A cell that heads nothing.
    Cell,
}

/// A child of a node, in reading order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Child {
    /// An inner node.
    Node(NodeId),
    /// A leaf, which runs belong to.
    Leaf(LeafId),
}

/// The tree. Node 0 is the root.
#[derive(Debug, Clone)]
pub struct Tags {
    nodes: Vec<(TagRole, Vec<Child>)>,
    leaves: u32,
    /// The names of some nodes.
    names: HashMap<NodeId, String>,
    /// The name of the node that comes next.
    coming: Option<String>,
}

impl Default for Tags {
    fn default() -> Self {
        let nodes = vec![(TagRole::Division, Vec::new())];
        Self { nodes, leaves: 0, names: HashMap::new(), coming: None }
    }
}

impl Tags {
    /// The id of the root.
    pub const ROOT: NodeId = NodeId(0);

    /// Adds a node after the children that `parent` has.
    pub fn node(&mut self, parent: NodeId, role: TagRole) -> NodeId {
        let id = NodeId(self.nodes.len() as u32);
        self.nodes.push((role, Vec::new()));
        self.names.extend(self.coming.take().map(|name| (id, name)));
        self.adopt(parent, Child::Node(id));
        id
    }

    /// Names the node that is added next, by a name that no other node has.
    pub fn name_next(&mut self, name: String) {
        self.coming = Some(name);
    }

    /// The name of a node.
    #[must_use]
    pub fn name(&self, id: NodeId) -> Option<&str> {
        self.names.get(&id).map(String::as_str)
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

    /// Number of leaves in the tree.
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
    /// Its index among the leaves.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}
