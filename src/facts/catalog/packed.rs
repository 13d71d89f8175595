//! A part of the catalogue that is decoded only when somebody asks for it.

use std::fmt;
use std::sync::OnceLock;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Plain in YAML; a run of bytes in the binary, decoded when it is first asked for: start-up pays
/// for the one route that is called, not for five hundred.
#[derive(Clone)]
pub struct Packed<T> {
    bytes: Vec<u8>,
    decoded: OnceLock<T>,
}

impl<T: DeserializeOwned + Default> Packed<T> {
    /// The value. Bytes that are none of ours, which no build makes, are the empty value.
    pub fn get(&self) -> &T {
        self.decoded.get_or_init(|| postcard::from_bytes(&self.bytes).unwrap_or_default())
    }
}

impl<T> From<T> for Packed<T> {
    fn from(value: T) -> Self {
        Self { bytes: Vec::new(), decoded: OnceLock::from(value) }
    }
}

impl<T: Default> Default for Packed<T> {
    fn default() -> Self {
        Self::from(T::default())
    }
}

impl<T: DeserializeOwned + Default + PartialEq> PartialEq for Packed<T> {
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

impl<T: DeserializeOwned + Default + Eq> Eq for Packed<T> {}

impl<T: DeserializeOwned + Default + fmt::Debug> fmt::Debug for Packed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}

impl<T: Serialize + DeserializeOwned + Default + PartialEq> Serialize for Packed<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            return self.get().serialize(serializer);
        }
        if *self.get() == T::default() {
            // No bytes are the empty value too.
            return serializer.serialize_bytes(&[]);
        }
        let bytes = postcard::to_stdvec(self.get()).map_err(serde::ser::Error::custom)?;
        serializer.serialize_bytes(&bytes)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Packed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            return T::deserialize(deserializer).map(Self::from);
        }
        let bytes = <&[u8]>::deserialize(deserializer)?.to_vec();
        Ok(Self { bytes, decoded: OnceLock::new() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_the_same_after_a_trip_through_bytes() {
        let packed = Packed::from(vec!["a".to_owned(), "b".to_owned()]);
        let bytes = postcard::to_stdvec(&packed).unwrap();
        let again: Packed<Vec<String>> = postcard::from_bytes(&bytes).unwrap();
        assert!(again.decoded.get().is_none(), "nothing is decoded before it is asked for");
        assert_eq!(again, packed);
    }

    #[test]
    fn in_yaml_it_is_plain() {
        let packed: Packed<Vec<u8>> = serde_yaml::from_str("[1, 2]").unwrap();
        assert_eq!(packed.get(), &[1, 2]);
        assert_eq!(serde_yaml::to_string(&packed).unwrap(), "- 1\n- 2\n");
    }
}
