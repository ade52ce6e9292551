//! How large the hard files of a run are: as large as what is read, or a share of it.

/// The most that the linter reads: bytes of a file and elements in it.
const BYTES: usize = 16 * 1024 * 1024;
const ELEMENTS: usize = 500_000;
/// The most that it reads of a schema in YAML.
const YAML_BYTES: usize = 512 * 1024;

/// A share of the limits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Size {
    /// So many of them make the whole.
    parts: usize,
    /// The limit of a file.
    whole: usize,
}

impl Size {
    /// One of so many parts of the limits.
    pub(super) fn one_of(parts: usize) -> Self {
        Self { parts: parts.max(1), whole: BYTES }
    }

    /// Whether nothing is left out.
    pub(super) fn is_whole(self) -> bool {
        self.parts == 1
    }

    /// How many bytes a file may have.
    pub(super) fn bytes(self) -> usize {
        self.whole / self.parts
    }

    /// That of a schema in YAML, of which less is read.
    pub(super) fn yaml(self) -> Self {
        Self { whole: YAML_BYTES, ..self }
    }

    /// A share of something else.
    pub(super) fn of(self, whole: usize) -> usize {
        whole / self.parts
    }

    /// The same share of what there is between the memory of a program that does nothing and the most that it may have;
    /// what holds for every file, however small, is not shared.
    pub(super) fn share(self, most: u64, alone: u64) -> u64 {
        // A thousand findings, each as deep as is read.
        const FOR_EACH: u64 = 112 * 1024 * 1024;
        most.min(alone + FOR_EACH + (most - alone) / u64::try_from(self.parts).unwrap())
    }

    /// A text as often as it fits between two others.
    pub(super) fn filled(self, before: &str, text: &str, after: &str) -> Vec<u8> {
        let times = (self.bytes() - before.len() - after.len()) / text.len();
        [before.as_bytes(), &text.as_bytes().repeat(times), after.as_bytes()].concat()
    }

    /// Numbered pieces between two texts, as many as fit, and so many elements each as the limit allows.
    pub(super) fn numbered(
        self,
        before: &str,
        elements: usize,
        piece: impl Fn(usize) -> String,
        after: &str,
    ) -> Vec<u8> {
        let mut bytes = before.as_bytes().to_vec();
        let most = (self.of(ELEMENTS) - 64) / elements;
        for number in 0..most {
            let piece = piece(number);
            if bytes.len() + piece.len() + after.len() > self.bytes() {
                break;
            }
            bytes.extend_from_slice(piece.as_bytes());
        }
        bytes.extend_from_slice(after.as_bytes());
        bytes
    }
}
