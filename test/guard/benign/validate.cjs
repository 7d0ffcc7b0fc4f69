// Made by `ajv/dist/standalone` from a schema of an order: a note, and a price with two digits.
/* eslint-disable */
"use strict";
module.exports = validate10;
module.exports.default = validate10;
const schema11 = {"type":"object","properties":{"note":{"type":"string"},"price":{"type":"string","pattern":"^\\d+\\.\\d{2}$"}},"required":["note"],"additionalProperties":true};
const pattern0 = new RegExp("^\\d+\\.\\d{2}$", "u");
function validate10(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){let vErrors = null;
let errors = 0;
if(errors === 0){if(data && typeof data == "object" && !Array.isArray(data)){let missing0;
if((data.note === undefined) && (missing0 = "note")){validate10.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}else {if(data.note !== undefined){const _errs2 = errors;
if(typeof data.note !== "string"){validate10.errors = [{instancePath:instancePath+"/note",schemaPath:"#/properties/note/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}var valid0 = _errs2 === errors;
}else {var valid0 = true;
}if(valid0){if(data.price !== undefined){let data1 = data.price;
const _errs4 = errors;
if(errors === _errs4){if(typeof data1 === "string"){if(!pattern0.test(data1)){validate10.errors = [{instancePath:instancePath+"/price",schemaPath:"#/properties/price/pattern",keyword:"pattern",params:{pattern: "^\\d+\\.\\d{2}$"},message:"must match pattern \""+"^\\d+\\.\\d{2}$"+"\""}];
return false;
}}else {validate10.errors = [{instancePath:instancePath+"/price",schemaPath:"#/properties/price/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}}var valid0 = _errs4 === errors;
}else {var valid0 = true;
}}}}else {validate10.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}}validate10.errors = vErrors;
return errors === 0;
}
