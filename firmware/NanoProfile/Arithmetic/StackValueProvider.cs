using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace MultiAgentEdge.NanoProfile;

/// <summary>Reads declared types from signatures as <see cref="StackValue"/>.</summary>
public sealed class StackValueProvider : ISignatureTypeProvider<StackValue, object?>
{
    public static readonly StackValueProvider Instance = new();

    private static readonly StackValue SignedInteger = StackValue.Signed with { IsSignedInteger = true };

    public StackValue GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode switch
    {
        PrimitiveTypeCode.UInt32 or PrimitiveTypeCode.UInt64 => StackValue.Unsigned,
        PrimitiveTypeCode.Boolean or PrimitiveTypeCode.Byte or PrimitiveTypeCode.Char or PrimitiveTypeCode.UInt16 => StackValue.Small,
        PrimitiveTypeCode.SByte or PrimitiveTypeCode.Int16 or PrimitiveTypeCode.Int32 or PrimitiveTypeCode.Int64 => SignedInteger,
        _ => StackValue.Signed,
    };

    public StackValue GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
    {
        foreach (FieldDefinitionHandle field in reader.GetTypeDefinition(handle).GetFields())
        {
            FieldDefinition definition = reader.GetFieldDefinition(field);
            // An enum is a struct around value__ of its underlying type.
            if (reader.StringComparer.Equals(definition.Name, "value__")) { return definition.DecodeSignature(this, null); }
        }

        return StackValue.Signed;
    }

    public StackValue GetSZArrayType(StackValue elementType) => new(false, false, elementType);

    public StackValue GetByReferenceType(StackValue elementType) => new(false, false, elementType);

    public StackValue GetPointerType(StackValue elementType) => new(false, false, elementType);

    public StackValue GetArrayType(StackValue elementType, ArrayShape shape) => new(false, false, elementType);

    public StackValue GetPinnedType(StackValue elementType) => elementType;

    public StackValue GetModifiedType(StackValue modifier, StackValue unmodifiedType, bool isRequired) => unmodifiedType;

    public StackValue GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => StackValue.Signed;

    public StackValue GetTypeFromSpecification(MetadataReader reader, object? context, TypeSpecificationHandle handle, byte rawTypeKind) =>
        StackValue.Signed;

    public StackValue GetGenericInstantiation(StackValue genericType, ImmutableArray<StackValue> typeArguments) => StackValue.Signed;

    public StackValue GetGenericMethodParameter(object? context, int index) => StackValue.Signed;

    public StackValue GetGenericTypeParameter(object? context, int index) => StackValue.Signed;

    public StackValue GetFunctionPointerType(MethodSignature<StackValue> signature) => StackValue.Signed;
}
