using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MultiAgentEdge.NanoProfile;

/// <summary>
/// Finds <c>(int)u &gt;&gt; n</c>, <c>(long)(int)u</c>, <c>(float)(int)u</c> and their kin; rule NANO301. A cast between a signed and an
/// unsigned type of one width emits no instruction, so the interpreter goes on with the type that the value had before.
/// </summary>
public sealed class CastWalker(SemanticModel model, FindingList findings) : CSharpSyntaxWalker
{
    public override void VisitCastExpression(CastExpressionSyntax node)
    {
        base.VisitCastExpression(node);
        SyntaxNode outer = node;
        while (outer.Parent is ParenthesizedExpressionSyntax parenthesis) { outer = parenthesis; }
        if (model.GetConstantValue(node).HasValue || !OnlyFlipsSign(node)) { return; }
        TypeInfo seen = model.GetTypeInfo((ExpressionSyntax)outer);
        bool widened = seen.ConvertedType is { } converted && IsWider(converted.SpecialType, seen.Type!.SpecialType);
        if (widened || ReadsSign(outer)) { findings.Add(Rules.CastReinterpreted, node.GetLocation(), $"{(ReadsSign(outer) ? outer.Parent : node)}"); }
    }

    private bool OnlyFlipsSign(CastExpressionSyntax node) =>
        (model.GetTypeInfo(node.Expression).Type?.SpecialType, model.GetTypeInfo(node).Type?.SpecialType) is
        (SpecialType.System_UInt32, SpecialType.System_Int32) or (SpecialType.System_Int32, SpecialType.System_UInt32)
        or (SpecialType.System_UInt64, SpecialType.System_Int64) or (SpecialType.System_Int64, SpecialType.System_UInt64);

    private bool ReadsSign(SyntaxNode value) => value.Parent switch
    {
        CastExpressionSyntax cast => IsWider(model.GetTypeInfo(cast).Type?.SpecialType, model.GetTypeInfo(value).Type?.SpecialType),
        BinaryExpressionSyntax shift when shift.IsKind(SyntaxKind.RightShiftExpression) => shift.Left == value,
        BinaryExpressionSyntax binary => binary.Kind() is SyntaxKind.DivideExpression or SyntaxKind.ModuloExpression
            or SyntaxKind.LessThanExpression or SyntaxKind.LessThanOrEqualExpression
            or SyntaxKind.GreaterThanExpression or SyntaxKind.GreaterThanOrEqualExpression,
        _ => false,
    };

    /// <summary>True where the conversion must read the sign: to a longer integer or to floating point.</summary>
    private static bool IsWider(SpecialType? to, SpecialType? from) => to switch
    {
        SpecialType.System_Int64 or SpecialType.System_UInt64 => from is SpecialType.System_Int32 or SpecialType.System_UInt32,
        SpecialType.System_Single or SpecialType.System_Double => true,
        _ => false,
    };
}
